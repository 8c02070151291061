CREATE TABLE table_050 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_050 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (50);
