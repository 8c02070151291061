CREATE TABLE table_195 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_195 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (195);
