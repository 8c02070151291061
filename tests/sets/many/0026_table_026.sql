CREATE TABLE table_026 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_026 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (26);
