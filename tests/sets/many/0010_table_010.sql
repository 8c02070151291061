CREATE TABLE table_010 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_010 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (10);
