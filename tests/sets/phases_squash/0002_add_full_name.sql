-- migrate: phase expand
-- migrate: compatible-with 1
ALTER TABLE user ADD COLUMN full_name TEXT;
UPDATE user SET full_name = name;
-- Programs of before write the one column, those of this release the other.
CREATE TRIGGER user_insert AFTER INSERT ON user WHEN NEW.name IS NOT NEW.full_name BEGIN
    UPDATE user SET name = coalesce(name, full_name), full_name = coalesce(full_name, name) WHERE id = NEW.id;
END;
CREATE TRIGGER user_name AFTER UPDATE OF name ON user WHEN NEW.name IS NOT OLD.name BEGIN
    UPDATE user SET full_name = NEW.name WHERE id = NEW.id AND full_name IS NOT NEW.name;
END;
CREATE TRIGGER user_full_name AFTER UPDATE OF full_name ON user WHEN NEW.full_name IS NOT OLD.full_name BEGIN
    UPDATE user SET name = NEW.full_name WHERE id = NEW.id AND name IS NOT NEW.full_name;
END;
