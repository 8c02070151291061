CREATE TABLE table_157 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_157 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (157);
