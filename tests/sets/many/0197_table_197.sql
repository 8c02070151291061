CREATE TABLE table_197 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_197 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (197);
