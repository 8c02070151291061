CREATE TABLE table_128 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_128 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (128);
