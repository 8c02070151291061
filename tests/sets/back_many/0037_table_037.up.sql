CREATE TABLE table_037 (number INTEGER NOT NULL);
INSERT INTO table_037 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
