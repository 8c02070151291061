CREATE TABLE table_111 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_111 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (111);
