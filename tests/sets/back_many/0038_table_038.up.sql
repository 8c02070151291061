CREATE TABLE table_038 (number INTEGER NOT NULL);
INSERT INTO table_038 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
