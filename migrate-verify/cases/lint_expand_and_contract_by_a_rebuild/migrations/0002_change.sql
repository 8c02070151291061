CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, full_name TEXT);
INSERT INTO user_new SELECT id, email, trim(name) FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
