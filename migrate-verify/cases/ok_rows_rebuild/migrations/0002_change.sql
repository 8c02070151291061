CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL);
INSERT INTO user_new (id, email, name) SELECT id, email, coalesce(name, '') FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
CREATE INDEX ue ON user(email);
