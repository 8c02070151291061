CREATE TABLE table_132 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_132 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (132);
