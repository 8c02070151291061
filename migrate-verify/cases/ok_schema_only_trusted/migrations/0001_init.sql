CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
INSERT INTO user (email) VALUES ('a@example.org');
