CREATE TABLE table_022 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_022 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (22);
