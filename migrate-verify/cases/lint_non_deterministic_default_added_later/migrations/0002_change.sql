CREATE TABLE note_new (id INTEGER PRIMARY KEY, lot REAL DEFAULT (abs(random())));
INSERT INTO note_new (id) SELECT id FROM note;
DROP TABLE note;
ALTER TABLE note_new RENAME TO note;
