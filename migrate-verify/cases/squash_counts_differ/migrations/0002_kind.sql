CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO kind (id, name) VALUES (1, 'plain'), (2, 'list');
