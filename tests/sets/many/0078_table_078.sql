CREATE TABLE table_078 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_078 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (78);
