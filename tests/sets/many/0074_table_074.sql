CREATE TABLE table_074 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_074 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (74);
