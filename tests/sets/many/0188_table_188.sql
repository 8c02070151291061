CREATE TABLE table_188 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_188 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (188);
