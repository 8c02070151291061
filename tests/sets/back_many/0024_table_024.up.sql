CREATE TABLE table_024 (number INTEGER NOT NULL);
INSERT INTO table_024 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
