ALTER TABLE parent RENAME TO guardian;
DELETE FROM guardian WHERE name IS NULL;
