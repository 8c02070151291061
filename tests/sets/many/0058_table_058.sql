CREATE TABLE table_058 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_058 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (58);
