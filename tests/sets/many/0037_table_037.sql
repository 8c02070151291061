CREATE TABLE table_037 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_037 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (37);
