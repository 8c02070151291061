-- migrate: backfill, pause = 20ms
INSERT INTO word SELECT DISTINCT title FROM note WHERE title NOT IN (SELECT text FROM word) LIMIT 1;
