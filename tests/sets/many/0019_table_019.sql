CREATE TABLE table_019 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_019 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (19);
