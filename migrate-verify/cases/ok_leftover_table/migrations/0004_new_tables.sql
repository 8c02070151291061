CREATE TABLE user_email (user_id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO user_email SELECT id, email FROM user;
CREATE TABLE new_user_request (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE user_tmp AS SELECT * FROM user;
