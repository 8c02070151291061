-- migrate: replaces 1..1
CREATE TABLE note(id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT;
