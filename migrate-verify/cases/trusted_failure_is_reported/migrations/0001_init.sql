CREATE TABLE note (id INTEGER PRIMARY KEY);
CREATE INDEX note_title ON note (title);
