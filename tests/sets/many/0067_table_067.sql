CREATE TABLE table_067 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_067 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (67);
