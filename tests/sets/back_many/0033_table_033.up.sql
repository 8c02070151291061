CREATE TABLE table_033 (number INTEGER NOT NULL);
INSERT INTO table_033 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
