-- migrate: allow(drop-table): a
-- migrate: allow(rows-lost, drop-table): b
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
