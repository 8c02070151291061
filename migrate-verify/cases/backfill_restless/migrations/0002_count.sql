-- migrate: backfill
UPDATE flag SET number = number + 1 WHERE changes() = 0 AND name IN (SELECT name FROM flag LIMIT 1);
