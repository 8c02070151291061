CREATE TABLE table_084 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_084 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (84);
