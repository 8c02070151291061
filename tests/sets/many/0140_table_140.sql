CREATE TABLE table_140 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_140 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (140);
