-- migrate: foreign-keys = on
DELETE FROM parent WHERE name IS NULL;
