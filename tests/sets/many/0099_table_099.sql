CREATE TABLE table_099 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_099 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (99);
