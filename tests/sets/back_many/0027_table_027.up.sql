CREATE TABLE table_027 (number INTEGER NOT NULL);
INSERT INTO table_027 VALUES (1), (2), (3), (4), (5), (6), (7), (8);
