CREATE TABLE table_072 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_072 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (72);
