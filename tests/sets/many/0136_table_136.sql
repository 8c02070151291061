CREATE TABLE table_136 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_136 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (136);
