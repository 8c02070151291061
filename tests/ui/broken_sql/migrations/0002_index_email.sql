-- The address is how we find a user.
ALTER TABLE user ADD COLUMN email TEXT;

CREATE INDEX user_email ON user(id, emial);
