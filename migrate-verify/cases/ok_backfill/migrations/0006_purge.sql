-- migrate: backfill
-- migrate: allow(unfiltered-delete): nobody reads it
DELETE FROM old WHERE id IN (SELECT id FROM old ORDER BY id LIMIT 3);
