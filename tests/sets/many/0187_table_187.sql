CREATE TABLE table_187 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_187 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (187);
