CREATE TABLE table_032 (number INTEGER NOT NULL);
INSERT INTO table_032 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
