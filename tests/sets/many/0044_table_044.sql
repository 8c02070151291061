CREATE TABLE table_044 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_044 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (44);
