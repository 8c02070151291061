-- migrate: replaces 2..4
-- migrate: foreign-keys = on
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO kind (id, name) VALUES (1, 'plain'), (2, 'list');
ALTER TABLE note ADD COLUMN kind_id INTEGER REFERENCES kind (id);
CREATE INDEX note_kind ON note (kind_id);
CREATE TABLE word (text TEXT PRIMARY KEY) WITHOUT ROWID;
