CREATE TABLE table_009 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_009 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (9);
