CREATE TABLE table_060 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_060 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (60);
