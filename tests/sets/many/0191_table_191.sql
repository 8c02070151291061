CREATE TABLE table_191 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_191 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (191);
