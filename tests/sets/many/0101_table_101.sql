CREATE TABLE table_101 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_101 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (101);
