CREATE TABLE table_196 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_196 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (196);
