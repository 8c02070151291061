CREATE TABLE table_083 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_083 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (83);
