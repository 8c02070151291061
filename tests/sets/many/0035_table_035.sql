CREATE TABLE table_035 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_035 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (35);
