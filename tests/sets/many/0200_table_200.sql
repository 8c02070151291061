CREATE TABLE table_200 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_200 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (200);
