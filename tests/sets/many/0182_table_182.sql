CREATE TABLE table_182 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_182 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (182);
