-- migrate: no-transaction
INSERT INTO entry (version) VALUES (3);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
INSERT INTO number (value) SELECT i FROM n;
VACUUM;
INSERT INTO entry (version) VALUES (33);
