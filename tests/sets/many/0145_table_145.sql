CREATE TABLE table_145 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_145 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (145);
