CREATE TABLE table_160 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_160 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (160);
