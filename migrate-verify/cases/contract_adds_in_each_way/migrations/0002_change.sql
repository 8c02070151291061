-- migrate: phase contract
CREATE TABLE post (id INTEGER PRIMARY KEY);
CREATE VIEW names AS SELECT name FROM user;
ALTER TABLE user ADD COLUMN email TEXT;
CREATE INDEX user_name ON user (name);
