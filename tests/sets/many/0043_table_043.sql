CREATE TABLE table_043 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_043 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (43);
