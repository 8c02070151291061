CREATE TABLE table_096 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_096 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (96);
