-- migrate: phase expand
-- migrate: compatible-with 1
ALTER TABLE user ADD COLUMN full_name TEXT;
UPDATE user SET full_name = name;
CREATE TRIGGER user_named AFTER INSERT ON user WHEN NEW.full_name IS NULL BEGIN
    UPDATE user SET full_name = NEW.name WHERE id = NEW.id;
END;
