CREATE TABLE table_056 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_056 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (56);
