CREATE TABLE new_note (id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT '', place TEXT REFERENCES note (id));
INSERT INTO new_note SELECT id, coalesce(title, ''), place FROM note;
DROP VIEW titles;
DROP TABLE note;
ALTER TABLE new_note RENAME TO note;
CREATE INDEX note_place ON note (place);
CREATE VIEW titles AS SELECT title FROM note;
