CREATE TABLE table_049 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_049 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (49);
