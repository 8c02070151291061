CREATE TABLE table_095 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_095 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (95);
