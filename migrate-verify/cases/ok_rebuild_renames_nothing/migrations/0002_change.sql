CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, age INTEGER);
INSERT INTO user_new SELECT id, email, name, NULL FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
