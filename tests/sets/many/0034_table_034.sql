CREATE TABLE table_034 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_034 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (34);
