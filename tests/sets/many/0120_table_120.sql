CREATE TABLE table_120 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_120 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (120);
