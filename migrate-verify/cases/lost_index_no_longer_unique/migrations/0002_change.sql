CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL CHECK (email <> '' OR id > 0));
INSERT INTO user_new (id, email) SELECT id, email FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
CREATE INDEX user_email ON user (email);
