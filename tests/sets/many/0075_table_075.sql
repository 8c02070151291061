CREATE TABLE table_075 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_075 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (75);
