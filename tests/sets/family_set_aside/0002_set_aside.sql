ALTER TABLE child RENAME TO child_old;
CREATE TABLE child (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE,
    nickname TEXT
);
INSERT INTO child (id, parent_id) SELECT id + 1000, parent_id FROM child_old;
DROP TABLE child_old;
