CREATE TABLE table_046 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_046 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (46);
