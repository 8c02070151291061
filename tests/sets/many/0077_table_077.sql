CREATE TABLE table_077 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO table_077 (value) VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'), ('h');
INSERT INTO progress VALUES (77);
