ALTER TABLE user RENAME COLUMN address TO mail;
CREATE TABLE user_new (mail BLOB, age INTEGER, name TEXT, key INTEGER PRIMARY KEY);
INSERT INTO user_new (key, name, mail, age) SELECT key, name, mail, age FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
