CREATE TABLE table_021 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_021 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (21);
