-- migrate: backfill
UPDATE user SET name = lower(email) WHERE name IS NULL;
