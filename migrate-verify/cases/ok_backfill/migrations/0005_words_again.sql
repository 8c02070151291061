-- migrate: backfill, pause = 1s
-- in another way
WITH missing AS (SELECT body FROM note WHERE body IS NOT NULL AND body NOT IN (SELECT text FROM word) LIMIT 2)
INSERT OR IGNORE INTO word SELECT body FROM missing RETURNING text;
