-- migrate: compatible-with
CREATE TABLE c (id INTEGER PRIMARY KEY);
