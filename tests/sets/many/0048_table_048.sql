CREATE TABLE table_048 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_048 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (48);
