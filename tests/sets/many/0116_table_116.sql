CREATE TABLE table_116 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_116 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (116);
