-- migrate: phase contract
DROP TRIGGER user_insert;
DROP TRIGGER user_name;
DROP TRIGGER user_full_name;
ALTER TABLE user DROP COLUMN name;
