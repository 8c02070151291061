CREATE TABLE user_new (id INTEGER PRIMARY KEY, team INTEGER REFERENCES club, boss INTEGER);
INSERT INTO user_new SELECT id, team, boss FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
