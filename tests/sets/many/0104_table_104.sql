CREATE TABLE table_104 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_104 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (104);
