CREATE TABLE table_123 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_123 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (123);
