-- migrate: no_transaction
-- migrate: something
-- migrate:
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
