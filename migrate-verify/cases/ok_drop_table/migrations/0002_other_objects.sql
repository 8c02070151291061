DROP VIEW name;
DROP INDEX user_name;
DROP TRIGGER user;
