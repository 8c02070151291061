CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
PRAGMA temp_store = MEMORY;
CREATE INDEX user_name ON user (name);
