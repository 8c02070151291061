CREATE TABLE table_008 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_008 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (8);
