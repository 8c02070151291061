-- migrate: backfill, limit = 1000
UPDATE note SET slug = lower(title)
WHERE rowid IN (SELECT rowid FROM note WHERE slug IS NULL LIMIT 1000);
