CREATE TABLE table_138 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_138 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (138);
