CREATE TABLE table_019 (number INTEGER NOT NULL);
INSERT INTO table_019 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
