CREATE TABLE table_068 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_068 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (68);
