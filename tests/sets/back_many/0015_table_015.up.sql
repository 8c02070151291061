CREATE TABLE table_015 (number INTEGER NOT NULL);
INSERT INTO table_015 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
