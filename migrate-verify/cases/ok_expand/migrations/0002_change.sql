ALTER TABLE user ADD COLUMN full_name TEXT;
UPDATE user SET full_name = name;
