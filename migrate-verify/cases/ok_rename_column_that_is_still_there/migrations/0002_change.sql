ALTER TABLE user RENAME COLUMN name TO full_name;
ALTER TABLE user ADD COLUMN name TEXT AS (full_name);
