CREATE TABLE table_109 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_109 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (109);
