CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
CREATE TABLE "order" (id INTEGER PRIMARY KEY, email TEXT);
CREATE VIEW name AS SELECT name FROM user;
CREATE INDEX user_name ON user (name);
CREATE TRIGGER user AFTER DELETE ON user BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE outside USING fts5 (email, content = 'user', content_rowid = 'id');
CREATE VIRTUAL TABLE contentless USING fts5 (email, content = '');
CREATE VIRTUAL TABLE older USING fts4 (email, content="");
CREATE VIRTUAL TABLE terms USING fts5vocab ('outside', 'row');
