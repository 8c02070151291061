-- migrate: compatible-with 2
CREATE TABLE e (id INTEGER PRIMARY KEY);
