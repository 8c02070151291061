CREATE TABLE table_137 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_137 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (137);
