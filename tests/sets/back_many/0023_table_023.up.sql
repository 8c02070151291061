CREATE TABLE table_023 (number INTEGER NOT NULL);
INSERT INTO table_023 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
