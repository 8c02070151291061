CREATE TABLE table_029 (number INTEGER NOT NULL);
INSERT INTO table_029 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
