CREATE TABLE table_122 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_122 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (122);
