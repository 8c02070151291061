CREATE TABLE table_112 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_112 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (112);
