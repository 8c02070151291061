-- migrate: irreversible: rows are gone
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
