-- migrate: backfill, pause = 50ms
UPDATE note SET slug = lower(title) WHERE id IN (SELECT id FROM note WHERE slug IS NULL LIMIT 1);
