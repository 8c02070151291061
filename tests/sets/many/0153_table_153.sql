CREATE TABLE table_153 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_153 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (153);
