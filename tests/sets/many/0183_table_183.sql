CREATE TABLE table_183 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_183 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (183);
