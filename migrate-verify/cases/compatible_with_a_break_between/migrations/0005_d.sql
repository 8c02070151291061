-- migrate: compatible-with 3
CREATE TABLE d (id INTEGER PRIMARY KEY);
