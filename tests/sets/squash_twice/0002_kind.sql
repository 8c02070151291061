CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL, old TEXT);
INSERT INTO kind (id, name) VALUES (1, 'plain'), (2, 'lst');
