CREATE TABLE table_159 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_159 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (159);
