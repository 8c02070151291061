CREATE TABLE table_081 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_081 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (81);
