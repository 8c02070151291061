CREATE TABLE user_new (id INTEGER PRIMARY KEY, mail TEXT NOT NULL, made TEXT, key TEXT NOT NULL, name TEXT DEFAULT 'y', age INTEGER);
INSERT INTO user_new SELECT id, email, made, key, name, age FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
