-- migrate: backfill, pause = 1ms
UPDATE note SET slug = upper(title)
WHERE id IN (SELECT id FROM note WHERE slug IS NULL LIMIT 10);
