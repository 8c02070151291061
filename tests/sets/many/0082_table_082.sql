CREATE TABLE table_082 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_082 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (82);
