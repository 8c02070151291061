CREATE TABLE table_011 (number INTEGER NOT NULL);
INSERT INTO table_011 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
