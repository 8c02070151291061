CREATE TABLE table_174 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_174 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (174);
