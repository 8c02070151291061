CREATE TABLE table_117 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_117 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (117);
