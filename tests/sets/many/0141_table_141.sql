CREATE TABLE table_141 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_141 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (141);
