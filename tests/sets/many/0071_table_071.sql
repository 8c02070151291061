CREATE TABLE table_071 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_071 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (71);
