CREATE TABLE table_006 (number INTEGER NOT NULL);
INSERT INTO table_006 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
