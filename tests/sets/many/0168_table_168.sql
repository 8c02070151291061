CREATE TABLE table_168 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_168 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (168);
