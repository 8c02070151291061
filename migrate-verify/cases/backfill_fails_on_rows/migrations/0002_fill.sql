-- migrate: backfill
UPDATE note SET slug = 'same' WHERE id IN (SELECT id FROM note WHERE slug IS NOT 'same' LIMIT 10);
