CREATE TABLE table_079 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_079 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (79);
