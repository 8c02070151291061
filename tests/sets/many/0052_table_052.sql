CREATE TABLE table_052 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_052 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (52);
