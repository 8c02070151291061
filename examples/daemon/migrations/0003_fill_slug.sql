-- migrate: phase expand
-- migrate: compatible-with 1
-- migrate: backfill, pause = 20ms
UPDATE note SET slug = replace(lower(title), ' ', '-')
WHERE id IN (SELECT id FROM note WHERE slug IS NULL LIMIT 10);
