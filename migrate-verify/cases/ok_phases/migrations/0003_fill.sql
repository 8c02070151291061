-- migrate: phase expand
-- migrate: backfill
UPDATE user SET full_name = name WHERE id IN (SELECT id FROM user WHERE full_name IS NULL AND name <> '' LIMIT 100);
