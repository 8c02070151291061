-- migrate: replaces 1..2
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, kind TEXT);
