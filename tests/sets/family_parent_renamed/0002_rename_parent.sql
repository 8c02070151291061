ALTER TABLE parent RENAME TO guardian;
