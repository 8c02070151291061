CREATE TABLE table_105 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_105 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (105);
