CREATE TABLE table_041 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_041 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (41);
