CREATE TABLE table_069 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_069 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (69);
