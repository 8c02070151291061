CREATE TABLE table_152 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_152 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (152);
