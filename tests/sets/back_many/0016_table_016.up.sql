CREATE TABLE table_016 (number INTEGER NOT NULL);
INSERT INTO table_016 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
