CREATE TABLE table_045 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_045 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (45);
