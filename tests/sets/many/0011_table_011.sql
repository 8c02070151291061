CREATE TABLE table_011 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_011 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (11);
