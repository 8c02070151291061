CREATE TABLE table_148 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_148 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (148);
