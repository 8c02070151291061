CREATE TABLE user_new (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL, name TEXT);
INSERT INTO user_new (email, name) SELECT email, name FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
