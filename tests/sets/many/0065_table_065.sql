CREATE TABLE table_065 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_065 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (65);
