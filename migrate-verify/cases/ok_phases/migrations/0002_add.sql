-- migrate: phase expand
-- migrate: compatible-with 1
ALTER TABLE user ADD COLUMN full_name TEXT CHECK (full_name <> '');
ALTER TABLE user ADD COLUMN kind TEXT NOT NULL DEFAULT 'human';
ALTER TABLE user ADD COLUMN boss INTEGER REFERENCES user(id);
CREATE UNIQUE INDEX user_full_name ON user(full_name);
CREATE INDEX user_boss ON user(boss);
CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE);
CREATE TRIGGER user_named AFTER INSERT ON user WHEN NEW.full_name IS NULL BEGIN
    UPDATE user SET full_name = NEW.name WHERE id = NEW.id;
END;
