CREATE TABLE table_158 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_158 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (158);
