CREATE TABLE table_007 (number INTEGER NOT NULL);
INSERT INTO table_007 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
