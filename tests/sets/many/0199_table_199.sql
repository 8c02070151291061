CREATE TABLE table_199 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_199 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (199);
