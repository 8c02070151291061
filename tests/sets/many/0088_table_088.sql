CREATE TABLE table_088 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_088 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (88);
