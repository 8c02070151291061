CREATE TABLE table_020 (number INTEGER NOT NULL);
INSERT INTO table_020 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
