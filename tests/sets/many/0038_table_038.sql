CREATE TABLE table_038 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_038 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (38);
