-- migrate: compatible-with 9
CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
