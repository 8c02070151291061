CREATE TABLE table_020 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_020 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (20);
