CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, bio TEXT);
INSERT INTO user_new SELECT u.id, u.email, u.name, p.bio FROM user u JOIN profile p ON p.user_id = u.id;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
