CREATE TABLE profile (user_id INTEGER PRIMARY KEY REFERENCES user(id), name TEXT);
INSERT INTO profile SELECT id, name FROM user;
