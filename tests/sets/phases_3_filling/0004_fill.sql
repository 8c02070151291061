-- migrate: phase expand
-- migrate: compatible-with 3
-- migrate: backfill, pause = 1ms
UPDATE user SET full_name = upper(full_name)
WHERE id IN (SELECT id FROM user WHERE full_name <> upper(full_name) LIMIT 1);
