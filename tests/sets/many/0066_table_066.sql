CREATE TABLE table_066 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_066 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (66);
