CREATE TABLE table_086 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_086 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (86);
