-- migrate: backfill
REPLACE INTO old (id, at) SELECT value, value FROM json_each('[1,2,3,4,5,6,7]') WHERE value NOT IN (SELECT id FROM old) LIMIT 2
