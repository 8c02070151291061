-- migrate: foreign-keys = on
PRAGMA foreign_keys = ON;
UPDATE user SET name = '' WHERE name IS NULL;
