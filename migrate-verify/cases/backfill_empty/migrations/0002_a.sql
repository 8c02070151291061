-- migrate: backfill
-- to be written
;
