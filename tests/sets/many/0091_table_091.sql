CREATE TABLE table_091 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_091 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (91);
