CREATE TABLE table_107 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_107 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (107);
