PRAGMA foreign_keys = ON;
UPDATE user SET name = '' WHERE name IS NULL;
PRAGMA foreign_keys = OFF;
