CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL, slug TEXT CHECK (slug <> 'bad'));
-- Which row was changed, and how often.
CREATE TABLE change (note_id INTEGER NOT NULL);
CREATE TRIGGER note_change AFTER UPDATE ON note BEGIN
    INSERT INTO change VALUES (NEW.id);
END;
