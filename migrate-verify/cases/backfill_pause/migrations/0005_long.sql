-- migrate: backfill, pause = 2000s
UPDATE note SET slug = lower(title)
WHERE rowid IN (SELECT rowid FROM note WHERE slug IS NULL LIMIT 1000);
