CREATE TABLE table_126 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_126 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (126);
