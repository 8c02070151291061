CREATE TABLE table_102 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_102 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (102);
