-- migrate: compatible-with 7
CREATE TABLE b (id INTEGER PRIMARY KEY);
