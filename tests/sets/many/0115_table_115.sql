CREATE TABLE table_115 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_115 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (115);
