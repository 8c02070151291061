CREATE TABLE table_040 (number INTEGER NOT NULL);
INSERT INTO table_040 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
