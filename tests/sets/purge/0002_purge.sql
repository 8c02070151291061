-- migrate: backfill, pause = 1ms
DELETE FROM author WHERE id IN (SELECT id FROM author WHERE name = '' ORDER BY id LIMIT 2);
