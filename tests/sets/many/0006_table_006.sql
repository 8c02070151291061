CREATE TABLE table_006 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_006 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (6);
