CREATE TABLE table_186 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_186 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (186);
