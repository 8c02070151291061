-- migrate: phase
CREATE TABLE a (id INTEGER PRIMARY KEY);
