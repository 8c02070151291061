CREATE TABLE author_before (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO author_before (id, name) SELECT id, name FROM author;
DROP TABLE author;
ALTER TABLE author_before RENAME TO author;
