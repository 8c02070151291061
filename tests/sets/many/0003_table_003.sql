CREATE TABLE table_003 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_003 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (3);
