PRAGMA page_size = 8192;
PRAGMA auto_vacuum(FULL);
PRAGMA encoding = 'UTF-16le';
UPDATE user SET name = '' WHERE name IS NULL;
