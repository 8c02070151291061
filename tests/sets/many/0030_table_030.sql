CREATE TABLE table_030 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_030 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (30);
