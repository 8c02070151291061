CREATE TABLE table_189 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_189 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (189);
