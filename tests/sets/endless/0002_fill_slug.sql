-- migrate: backfill, pause = 1ms
-- A title `x` gets none, which no row of the build has.
UPDATE note SET slug = nullif(lower(title), char(120))
WHERE id IN (SELECT id FROM note WHERE slug IS NULL LIMIT 10);
