CREATE TABLE table_155 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_155 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (155);
