-- An address is what one logs in with.
CREATE UNIQUE INDEX user_email ON user(email);
