CREATE TABLE table_184 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_184 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (184);
