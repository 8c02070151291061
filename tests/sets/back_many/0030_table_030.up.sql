CREATE TABLE table_030 (number INTEGER NOT NULL);
INSERT INTO table_030 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
