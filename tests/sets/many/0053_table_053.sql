CREATE TABLE table_053 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_053 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (53);
