CREATE TABLE table_033 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_033 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (33);
