CREATE TABLE table_004 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_004 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (4);
