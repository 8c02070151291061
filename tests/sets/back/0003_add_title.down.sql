-- SQLite drops a column in place. This is what it takes where it cannot.
CREATE TABLE note_before (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO note_before (id, text) SELECT id, text FROM note;
DROP TABLE note;
ALTER TABLE note_before RENAME TO note;
