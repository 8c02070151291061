CREATE TABLE table_073 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_073 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (73);
