CREATE UNIQUE INDEX user_start ON user (substr(email, 1, 3));
