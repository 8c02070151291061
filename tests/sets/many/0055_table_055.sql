CREATE TABLE table_055 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_055 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (55);
