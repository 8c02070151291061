CREATE TABLE table_018 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_018 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (18);
