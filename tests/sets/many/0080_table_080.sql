CREATE TABLE table_080 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_080 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (80);
