-- migrate: phase contract
DROP TRIGGER user_named;
ALTER TABLE user DROP COLUMN name;
