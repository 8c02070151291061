-- migrate: foreign-keys = on
CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, is_admin INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)));
INSERT INTO user_new (id, email, name, is_admin) SELECT id, email, name, is_admin FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
