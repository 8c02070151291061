-- migrate: backfill
DELETE FROM note WHERE rowid IN (SELECT rowid FROM note LIMIT 10);
