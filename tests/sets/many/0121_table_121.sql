CREATE TABLE table_121 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_121 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (121);
