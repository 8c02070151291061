-- migrate: backfill
UPDATE flag SET on_ = 1 - on_ WHERE name IN (SELECT name FROM flag LIMIT 1);
