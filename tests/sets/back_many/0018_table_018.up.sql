CREATE TABLE table_018 (number INTEGER NOT NULL);
INSERT INTO table_018 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
