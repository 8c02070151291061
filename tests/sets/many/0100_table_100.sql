CREATE TABLE table_100 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_100 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (100);
