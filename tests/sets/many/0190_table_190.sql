CREATE TABLE table_190 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_190 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (190);
