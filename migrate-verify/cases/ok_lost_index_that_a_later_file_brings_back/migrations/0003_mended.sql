CREATE INDEX user_email ON user (email);
CREATE TRIGGER user_gone AFTER DELETE ON user BEGIN SELECT 1; END;
