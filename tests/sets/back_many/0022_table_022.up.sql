CREATE TABLE table_022 (number INTEGER NOT NULL);
INSERT INTO table_022 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
