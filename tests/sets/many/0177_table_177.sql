CREATE TABLE table_177 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_177 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (177);
