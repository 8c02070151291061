CREATE TABLE table_092 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_092 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (92);
