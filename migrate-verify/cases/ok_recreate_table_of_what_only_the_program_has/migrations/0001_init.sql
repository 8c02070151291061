CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO user (name) VALUES ('a');
CREATE VIRTUAL TABLE vector USING vec0 (embedding float[4]);
