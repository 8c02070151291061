CREATE TABLE table_113 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_113 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (113);
