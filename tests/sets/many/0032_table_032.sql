CREATE TABLE table_032 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_032 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (32);
