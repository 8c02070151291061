CREATE TABLE table_017 (number INTEGER NOT NULL);
INSERT INTO table_017 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
