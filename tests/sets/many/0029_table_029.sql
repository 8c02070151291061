CREATE TABLE table_029 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_029 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (29);
