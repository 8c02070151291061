CREATE TABLE table_185 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_185 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (185);
