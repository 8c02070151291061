WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
INSERT INTO measure (value, note) SELECT i, printf('%.500c', 'x') FROM n;
