CREATE TABLE table_163 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_163 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (163);
