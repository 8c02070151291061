CREATE TABLE table_028 (number INTEGER NOT NULL);
INSERT INTO table_028 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
