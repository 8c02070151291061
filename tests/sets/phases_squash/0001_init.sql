CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO user (name) VALUES ('Ada'), ('Grace');
