ALTER TABLE user RENAME TO user_old;
CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, full_name TEXT);
INSERT INTO user (id, email, full_name) SELECT id, email, name FROM user_old;
DROP TABLE user_old;
