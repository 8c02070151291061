CREATE TABLE table_090 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_090 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (90);
