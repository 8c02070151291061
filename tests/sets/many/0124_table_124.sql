CREATE TABLE table_124 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_124 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (124);
