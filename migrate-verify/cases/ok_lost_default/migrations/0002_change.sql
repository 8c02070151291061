CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT, name TEXT DEFAULT 'y', shown TEXT AS (upper(name)), number INTEGER, same INTEGER DEFAULT (1+1), forced TEXT NOT NULL);
INSERT INTO user_new (id, email, name, number, same, forced) SELECT id, email, name, number, same, forced FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
