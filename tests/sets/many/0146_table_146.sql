CREATE TABLE table_146 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_146 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (146);
