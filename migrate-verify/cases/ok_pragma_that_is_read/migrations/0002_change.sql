PRAGMA foreign_keys;
PRAGMA page_size;
PRAGMA encoding;
PRAGMA table_info(user);
PRAGMA foreign_key_check;
SELECT * FROM pragma_table_info('user');
UPDATE user SET name = '' WHERE name IS NULL;
