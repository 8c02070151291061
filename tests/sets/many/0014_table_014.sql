CREATE TABLE table_014 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_014 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (14);
