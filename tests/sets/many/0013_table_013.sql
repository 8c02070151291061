CREATE TABLE table_013 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_013 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (13);
