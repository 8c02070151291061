CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT '', place TEXT);
CREATE INDEX note_title ON note (title);
CREATE VIEW titles AS SELECT title FROM note;
