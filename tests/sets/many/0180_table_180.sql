CREATE TABLE table_180 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_180 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (180);
