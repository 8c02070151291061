CREATE UNIQUE INDEX user_email ON user (email) WHERE deleted_at is null;
CREATE INDEX user_lower_email ON user (lower( email ));
CREATE INDEX user_gone ON user (email) WHERE deleted_at IS NOT NULL;
