UPDATE user SET full_name = name WHERE full_name IS NULL;
ALTER TABLE user DROP COLUMN name;
