CREATE TABLE user_new (key INTEGER PRIMARY KEY, name TEXT, age INTEGER, address BLOB);
INSERT INTO user_new (key, name, address, age) SELECT id, full_name, mail, age FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
