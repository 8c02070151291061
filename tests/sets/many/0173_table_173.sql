CREATE TABLE table_173 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_173 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (173);
