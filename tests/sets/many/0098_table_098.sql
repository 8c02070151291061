CREATE TABLE table_098 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_098 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (98);
