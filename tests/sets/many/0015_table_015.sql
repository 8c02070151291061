CREATE TABLE table_015 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_015 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (15);
