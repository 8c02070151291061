CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, age INTEGER);
INSERT INTO user_new SELECT id, email, 0 FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
