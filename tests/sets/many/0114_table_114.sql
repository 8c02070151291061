CREATE TABLE table_114 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_114 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (114);
