-- migrate: compatible-with Init
CREATE TABLE a (id INTEGER PRIMARY KEY);
