CREATE TABLE table_171 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_171 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (171);
