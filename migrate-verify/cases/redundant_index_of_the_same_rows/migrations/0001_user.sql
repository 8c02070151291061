CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, deleted_at TEXT);
CREATE UNIQUE INDEX user_alive ON user (email) WHERE deleted_at IS NULL;
CREATE INDEX user_lower ON user (lower(email));
