CREATE TABLE table_134 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_134 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (134);
