PRAGMA foreign_key = OFF;
PRAGMA cipher_memory_security;
UPDATE user SET name = '' WHERE name IS NULL;
