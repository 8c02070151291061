-- migrate: backfill
UPDATE note SET title = trim(title) WHERE id IN (SELECT id FROM note WHERE title <> trim(title) LIMIT 5);
