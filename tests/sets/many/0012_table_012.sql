CREATE TABLE table_012 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_012 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (12);
