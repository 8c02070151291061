CREATE TABLE table_012 (number INTEGER NOT NULL);
INSERT INTO table_012 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
