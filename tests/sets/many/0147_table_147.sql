CREATE TABLE table_147 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_147 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (147);
