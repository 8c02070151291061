CREATE TABLE table_108 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_108 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (108);
