CREATE TABLE table_005 (number INTEGER NOT NULL);
INSERT INTO table_005 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
