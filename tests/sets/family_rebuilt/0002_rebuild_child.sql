CREATE TABLE child_new (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE,
    nickname TEXT
);
INSERT INTO child_new (id, parent_id) SELECT id + 1000, parent_id FROM child;
DROP TABLE child;
ALTER TABLE child_new RENAME TO child;
