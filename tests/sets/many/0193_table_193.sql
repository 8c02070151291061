CREATE TABLE table_193 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_193 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (193);
