CREATE TABLE table_087 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_087 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (87);
