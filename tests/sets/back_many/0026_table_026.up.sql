CREATE TABLE table_026 (number INTEGER NOT NULL);
INSERT INTO table_026 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
