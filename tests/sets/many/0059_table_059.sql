CREATE TABLE table_059 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_059 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (59);
