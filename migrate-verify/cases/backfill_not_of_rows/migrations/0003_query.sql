-- migrate: backfill
SELECT 1;
