CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO user_new SELECT id, email FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
