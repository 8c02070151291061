-- migrate: replaces 1..2
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO kind (id, name) VALUES (1, 'plain'), (2, 'list');
