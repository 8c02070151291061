CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);

  -- migrate: no-transaction
