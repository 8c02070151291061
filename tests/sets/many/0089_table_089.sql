CREATE TABLE table_089 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_089 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (89);
