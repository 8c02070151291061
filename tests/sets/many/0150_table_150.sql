CREATE TABLE table_150 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_150 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (150);
