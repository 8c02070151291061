CREATE TABLE user (id INTEGER PRIMARY KEY);
CREATE INDEX user_name ON user(name);
