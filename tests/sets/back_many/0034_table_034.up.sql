CREATE TABLE table_034 (number INTEGER NOT NULL);
INSERT INTO table_034 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
