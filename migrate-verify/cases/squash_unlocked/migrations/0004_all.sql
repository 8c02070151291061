-- migrate: replaces 1..3
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, kind_id INTEGER, FOREIGN KEY (kind_id) REFERENCES kind (id));
CREATE INDEX note_kind ON note (kind_id);
INSERT INTO kind (id, name) VALUES (1, 'plain'), (2, 'list');
