CREATE TABLE table_062 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_062 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (62);
