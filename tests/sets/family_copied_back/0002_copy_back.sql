CREATE TABLE child_copy AS SELECT id, parent_id FROM child;
DROP TABLE child;
CREATE TABLE child (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE,
    nickname TEXT
);
INSERT INTO child (id, parent_id) SELECT id + 1000, parent_id FROM child_copy;
DROP TABLE child_copy;
