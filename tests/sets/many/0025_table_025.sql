CREATE TABLE table_025 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_025 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (25);
