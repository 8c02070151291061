CREATE TABLE table_154 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_154 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (154);
