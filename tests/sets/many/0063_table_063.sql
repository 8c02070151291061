CREATE TABLE table_063 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_063 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (63);
