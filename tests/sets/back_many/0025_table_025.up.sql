CREATE TABLE table_025 (number INTEGER NOT NULL);
INSERT INTO table_025 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
