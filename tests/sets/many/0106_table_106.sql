CREATE TABLE table_106 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_106 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (106);
