-- migrate: foreign-keys = on
SELECT * FROM user WHERE name LIKE 'a%';
PRAGMA foreign_key_check;
WITH x AS (SELECT 1) SELECT * FROM x;
VALUES (1);
