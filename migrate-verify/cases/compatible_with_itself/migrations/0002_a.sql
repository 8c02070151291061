-- migrate: compatible-with 2
CREATE TABLE a (id INTEGER PRIMARY KEY);
