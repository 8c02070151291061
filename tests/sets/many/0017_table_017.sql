CREATE TABLE table_017 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_017 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (17);
