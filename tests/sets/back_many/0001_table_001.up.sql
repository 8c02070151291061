CREATE TABLE table_001 (number INTEGER NOT NULL);
INSERT INTO table_001 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
