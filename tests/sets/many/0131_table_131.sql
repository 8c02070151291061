CREATE TABLE table_131 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_131 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (131);
