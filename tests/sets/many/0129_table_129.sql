CREATE TABLE table_129 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_129 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (129);
