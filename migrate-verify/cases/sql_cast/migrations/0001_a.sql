CREATE TABLE t (a);
SELECT a::text FROM t;
