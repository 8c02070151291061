-- migrate: backfill
WITH a AS (SELECT id FROM note) SELECT * FROM a LIMIT 10;
