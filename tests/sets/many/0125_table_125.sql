CREATE TABLE table_125 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_125 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (125);
