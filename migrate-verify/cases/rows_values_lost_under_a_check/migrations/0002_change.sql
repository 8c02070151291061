CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT CHECK (name <> ''), is_admin INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)));
INSERT INTO user_new (id, email, is_admin) SELECT id, email, is_admin FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
CREATE INDEX user_name ON user (name);
