-- migrate: compatible-with 1
CREATE TABLE a (id INTEGER PRIMARY KEY);
