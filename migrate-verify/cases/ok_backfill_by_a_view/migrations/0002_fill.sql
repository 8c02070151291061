-- migrate: backfill
UPDATE untitled SET slug = '' WHERE id IN (SELECT id FROM untitled LIMIT 2);
