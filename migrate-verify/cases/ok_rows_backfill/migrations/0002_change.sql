ALTER TABLE user ADD COLUMN slug TEXT;
UPDATE user SET slug = lower(email);
CREATE INDEX us ON user(slug);
