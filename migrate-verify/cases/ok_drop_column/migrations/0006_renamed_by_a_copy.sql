CREATE TABLE user_new (id INTEGER PRIMARY KEY, full_name TEXT, "MAIL" BLOB, age INTEGER);
INSERT INTO user_new (id, full_name, mail) SELECT id, name, mail FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
