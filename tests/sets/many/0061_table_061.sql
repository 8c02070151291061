CREATE TABLE table_061 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_061 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (61);
