CREATE TABLE table_143 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_143 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (143);
