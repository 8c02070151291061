CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, gone TEXT);
CREATE UNIQUE INDEX user_email ON user (email COLLATE NOCASE);
CREATE INDEX user_named ON user (lower(name))
    WHERE name IS NOT NULL;
CREATE INDEX user_gone ON user (gone);
CREATE INDEX user_kept ON user (name);
