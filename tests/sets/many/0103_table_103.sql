CREATE TABLE table_103 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_103 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (103);
