-- migrate: backfill
PRAGMA optimize;
