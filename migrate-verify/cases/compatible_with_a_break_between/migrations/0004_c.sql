-- migrate: compatible-with 1
CREATE TABLE c (id INTEGER PRIMARY KEY);
