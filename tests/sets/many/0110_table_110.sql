CREATE TABLE table_110 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_110 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (110);
