CREATE TABLE table_009 (number INTEGER NOT NULL);
INSERT INTO table_009 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
