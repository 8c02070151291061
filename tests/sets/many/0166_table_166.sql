CREATE TABLE table_166 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_166 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (166);
