CREATE TABLE table_179 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_179 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (179);
