-- migrate: replaces 1..2
CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT, note TEXT);
