CREATE TABLE table_023 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_023 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (23);
