CREATE TABLE table_035 (number INTEGER NOT NULL);
INSERT INTO table_035 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
