CREATE TABLE table_003 (number INTEGER NOT NULL);
INSERT INTO table_003 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
