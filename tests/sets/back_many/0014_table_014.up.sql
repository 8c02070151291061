CREATE TABLE table_014 (number INTEGER NOT NULL);
INSERT INTO table_014 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
