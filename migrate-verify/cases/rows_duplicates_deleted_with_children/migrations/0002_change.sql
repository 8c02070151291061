DELETE FROM user WHERE EXISTS (SELECT 1 FROM user AS other WHERE other.email = user.email AND other.id <> user.id);
CREATE UNIQUE INDEX user_email ON user (email);
