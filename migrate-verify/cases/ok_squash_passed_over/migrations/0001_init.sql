CREATE TABLE device (id INTEGER PRIMARY KEY, token TEXT NOT NULL CHECK (length(token) = 36));
