-- migrate: irreversible
-- migrate: allow(drop-table)
-- migrate: allow(rows-lost):  
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
