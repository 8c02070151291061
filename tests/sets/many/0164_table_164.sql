CREATE TABLE table_164 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_164 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (164);
