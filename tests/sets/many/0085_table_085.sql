CREATE TABLE table_085 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_085 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (85);
