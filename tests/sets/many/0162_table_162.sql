CREATE TABLE table_162 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_162 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (162);
