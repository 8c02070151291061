CREATE TABLE table_076 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_076 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (76);
