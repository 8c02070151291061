CREATE TABLE table_144 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_144 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (144);
