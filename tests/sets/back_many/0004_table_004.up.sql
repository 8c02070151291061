CREATE TABLE table_004 (number INTEGER NOT NULL);
INSERT INTO table_004 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
