CREATE TABLE table_036 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_036 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (36);
