CREATE TABLE table_021 (number INTEGER NOT NULL);
INSERT INTO table_021 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
