-- licence
-- migrate: irreversible: it is the first
-- migrate: foreign-keys = on
-- migrate: allow(drop-table): for the test

CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
