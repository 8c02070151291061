CREATE TABLE table_016 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_016 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (16);
