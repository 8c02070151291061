CREATE TABLE table_047 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_047 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (47);
