CREATE TABLE table_040 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_040 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (40);
