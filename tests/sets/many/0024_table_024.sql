CREATE TABLE table_024 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_024 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (24);
