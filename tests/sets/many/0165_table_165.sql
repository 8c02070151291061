CREATE TABLE table_165 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_165 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (165);
