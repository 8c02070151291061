CREATE TABLE count (name TEXT, number INTEGER);
