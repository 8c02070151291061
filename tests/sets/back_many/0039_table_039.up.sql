CREATE TABLE table_039 (number INTEGER NOT NULL);
INSERT INTO table_039 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
