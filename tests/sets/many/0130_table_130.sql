CREATE TABLE table_130 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_130 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (130);
