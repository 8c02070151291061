CREATE TABLE table_036 (number INTEGER NOT NULL);
INSERT INTO table_036 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
