CREATE TABLE table_139 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_139 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (139);
