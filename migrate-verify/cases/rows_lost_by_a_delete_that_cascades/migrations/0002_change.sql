-- migrate: foreign-keys = on
DELETE FROM team WHERE name = '';
