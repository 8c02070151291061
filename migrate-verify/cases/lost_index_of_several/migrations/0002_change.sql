ALTER TABLE user RENAME TO user_old;
CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, age INTEGER);
INSERT INTO user (id, email, name) SELECT id, email, name FROM user_old;
DROP TABLE user_old;
CREATE INDEX user_kept ON user (name);
