CREATE TABLE table_178 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_178 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (178);
