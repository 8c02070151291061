CREATE TABLE table_031 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_031 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (31);
