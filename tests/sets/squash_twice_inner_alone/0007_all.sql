-- migrate: replaces 1..6
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO kind (id, name) VALUES (1, 'plain'), (2, 'list');
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, kind_id INTEGER REFERENCES kind (id), title TEXT);
CREATE INDEX note_kind ON note (kind_id);
CREATE TABLE word (text TEXT PRIMARY KEY) WITHOUT ROWID;
