CREATE TABLE table_064 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_064 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (64);
