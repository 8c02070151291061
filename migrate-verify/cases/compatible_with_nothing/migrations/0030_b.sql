-- migrate: compatible-with 11
CREATE TABLE b (id INTEGER PRIMARY KEY);
