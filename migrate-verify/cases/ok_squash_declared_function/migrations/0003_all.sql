-- migrate: replaces 1..2
CREATE TABLE device (id INTEGER PRIMARY KEY, token TEXT NOT NULL);
INSERT INTO device (token) VALUES ('x' || uuid7());
