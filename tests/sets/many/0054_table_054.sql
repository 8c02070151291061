CREATE TABLE table_054 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_054 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (54);
