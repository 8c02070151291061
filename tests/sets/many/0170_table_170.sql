CREATE TABLE table_170 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_170 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (170);
