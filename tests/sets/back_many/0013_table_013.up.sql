CREATE TABLE table_013 (number INTEGER NOT NULL);
INSERT INTO table_013 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
