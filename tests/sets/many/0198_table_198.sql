CREATE TABLE table_198 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_198 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (198);
