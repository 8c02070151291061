CREATE TABLE table_028 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_028 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (28);
