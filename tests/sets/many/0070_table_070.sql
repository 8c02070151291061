CREATE TABLE table_070 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_070 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (70);
