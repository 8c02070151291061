CREATE TABLE table_002 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_002 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (2);
