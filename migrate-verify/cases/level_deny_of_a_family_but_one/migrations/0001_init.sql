CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
PRAGMA user_version = 3;
PRAGMA main.application_id = 77;
