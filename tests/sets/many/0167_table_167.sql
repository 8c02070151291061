CREATE TABLE table_167 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_167 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (167);
