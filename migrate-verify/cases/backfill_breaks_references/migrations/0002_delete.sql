-- migrate: backfill
DELETE FROM author WHERE id IN (SELECT id FROM author WHERE name <> '' LIMIT 10);
