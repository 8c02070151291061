-- migrate: backfill
UPDATE counter SET n = n + 1 WHERE id IN (SELECT id FROM counter LIMIT 10);
