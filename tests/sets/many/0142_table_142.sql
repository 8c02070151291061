CREATE TABLE table_142 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_142 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (142);
