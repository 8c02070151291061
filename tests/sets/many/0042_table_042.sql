CREATE TABLE table_042 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_042 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (42);
