CREATE TABLE table_002 (number INTEGER NOT NULL);
INSERT INTO table_002 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
