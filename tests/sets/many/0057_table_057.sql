CREATE TABLE table_057 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_057 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (57);
