CREATE TABLE table_169 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_169 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (169);
