CREATE TABLE table_176 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_176 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (176);
