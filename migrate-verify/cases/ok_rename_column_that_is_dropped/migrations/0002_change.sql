ALTER TABLE user RENAME COLUMN name TO old_name;
ALTER TABLE user DROP COLUMN old_name;
