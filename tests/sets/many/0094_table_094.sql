CREATE TABLE table_094 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_094 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (94);
