CREATE TABLE table_133 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_133 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (133);
