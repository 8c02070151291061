CREATE TABLE table_172 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_172 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (172);
