CREATE TABLE table_027 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_027 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (27);
