-- migrate: backfill, pause = 99999999999999999999s
UPDATE note SET slug = lower(title)
WHERE rowid IN (SELECT rowid FROM note WHERE slug IS NULL LIMIT 1000);
