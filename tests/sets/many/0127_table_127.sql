CREATE TABLE table_127 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_127 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (127);
