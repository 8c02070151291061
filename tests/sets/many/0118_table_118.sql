CREATE TABLE table_118 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_118 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (118);
