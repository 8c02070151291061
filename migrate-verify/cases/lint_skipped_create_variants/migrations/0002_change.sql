create unique index if not exists main.user_email on user (email);
CREATE INDEX IF NOT EXISTS user_email ON user(email);
CREATE VIEW IF NOT EXISTS "Names" AS SELECT name FROM user;
CREATE TRIGGER IF NOT EXISTS touched AFTER DELETE ON user BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(text);
CREATE TABLE IF NOT EXISTS names (x);
