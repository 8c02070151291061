PRAGMA defer_foreign_keys = 1;
UPDATE user SET name = '' WHERE name IS NULL;
PRAGMA defer_foreign_keys = 0;
