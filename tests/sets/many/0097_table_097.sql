CREATE TABLE table_097 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_097 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (97);
