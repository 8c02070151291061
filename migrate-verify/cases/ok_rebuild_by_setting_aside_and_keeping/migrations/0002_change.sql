ALTER TABLE user RENAME TO user_old;
CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT);
INSERT INTO user SELECT id, email, name FROM user_old;
