CREATE TABLE table_192 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_192 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (192);
