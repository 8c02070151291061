-- migrate: backfill, pause = 2ms
UPDATE note SET slug = lower(title)
WHERE id IN (SELECT id FROM note WHERE slug IS NULL AND lower(title) <> 'bad' LIMIT 4);
