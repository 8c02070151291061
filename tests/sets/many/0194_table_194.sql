CREATE TABLE table_194 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_194 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (194);
