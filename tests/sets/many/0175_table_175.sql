CREATE TABLE table_175 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_175 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (175);
