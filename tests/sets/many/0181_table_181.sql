CREATE TABLE table_181 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_181 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (181);
