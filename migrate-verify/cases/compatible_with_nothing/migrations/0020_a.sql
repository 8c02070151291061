-- migrate: compatible-with 11
CREATE TABLE a (id INTEGER PRIMARY KEY);
