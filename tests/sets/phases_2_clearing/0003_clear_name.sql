-- migrate: phase contract
-- migrate: backfill, pause = 1ms
UPDATE user SET name = NULL WHERE id IN (SELECT id FROM user WHERE name IS NOT NULL LIMIT 1);
