CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT COLLATE RTRIM, name TEXT, code TEXT COLLATE "binary", age INTEGER, plain TEXT, other TEXT COLLATE "nocase");
INSERT INTO user_new SELECT id, email, name, code, age, plain, same FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
CREATE UNIQUE INDEX user_name ON user (name COLLATE NOCASE);
