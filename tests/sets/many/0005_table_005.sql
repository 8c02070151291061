CREATE TABLE table_005 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_005 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (5);
