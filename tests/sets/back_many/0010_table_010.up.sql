CREATE TABLE table_010 (number INTEGER NOT NULL);
INSERT INTO table_010 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
