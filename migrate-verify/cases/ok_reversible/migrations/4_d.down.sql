CREATE TABLE old_note (id INTEGER PRIMARY KEY, "title" text, place TEXT REFERENCES "note" (id));
INSERT INTO old_note SELECT id, title, place FROM note;
DROP VIEW titles;
DROP TABLE note;
ALTER TABLE old_note RENAME TO note;
CREATE INDEX note_place ON note (place);
CREATE VIEW titles AS SELECT title FROM note;
