-- migrate: no-transaction
-- migrate: no-transaction
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
