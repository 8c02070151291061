CREATE TABLE table_039 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_039 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (39);
