CREATE TABLE table_156 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_156 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (156);
