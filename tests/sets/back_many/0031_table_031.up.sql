CREATE TABLE table_031 (number INTEGER NOT NULL);
INSERT INTO table_031 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
