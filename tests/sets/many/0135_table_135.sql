CREATE TABLE table_135 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_135 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (135);
