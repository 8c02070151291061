CREATE TABLE user_new (id INTEGER, email TEXT, name TEXT, city TEXT);
INSERT INTO user_new (email, name, city) SELECT email, name, city FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
