DROP TABLE vector;
CREATE VIRTUAL TABLE vector USING vec0 (embedding float[8]);
INSERT INTO vector (embedding) SELECT name FROM user;
CREATE TABLE user_new (id INTEGER PRIMARY KEY, name TEXT CHECK (name > 'a'));
INSERT INTO user_new SELECT id, fold(name) FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
