-- migrate: backfill
INSERT INTO word SELECT title FROM note LIMIT 10;
