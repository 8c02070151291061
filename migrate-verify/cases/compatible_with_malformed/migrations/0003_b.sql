-- migrate: compatible-with: 1
CREATE TABLE b (id INTEGER PRIMARY KEY);
