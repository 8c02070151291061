CREATE TABLE table_051 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_051 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (51);
