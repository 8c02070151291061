CREATE TABLE table_161 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_161 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (161);
