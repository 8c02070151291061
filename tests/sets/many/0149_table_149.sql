CREATE TABLE table_149 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_149 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (149);
