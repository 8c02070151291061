-- migrate: compatible-with 1
CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
