CREATE TABLE table_001 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_001 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
CREATE TABLE progress (version INTEGER PRIMARY KEY);
INSERT INTO progress VALUES (1);
