CREATE TABLE table_151 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_151 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (151);
