CREATE TABLE table_008 (number INTEGER NOT NULL);
INSERT INTO table_008 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
