-- migrate: phase contract
ALTER TABLE user DROP COLUMN full_name;
