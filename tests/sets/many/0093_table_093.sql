CREATE TABLE table_093 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_093 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (93);
