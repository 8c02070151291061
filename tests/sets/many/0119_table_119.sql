CREATE TABLE table_119 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_119 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (119);
