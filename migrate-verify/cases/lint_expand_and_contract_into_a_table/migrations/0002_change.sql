CREATE TABLE name (user_id INTEGER PRIMARY KEY, text TEXT);
INSERT INTO name (user_id, text) SELECT id, name FROM user;
ALTER TABLE user DROP COLUMN name;
