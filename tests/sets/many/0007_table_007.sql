CREATE TABLE table_007 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_007 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (7);
