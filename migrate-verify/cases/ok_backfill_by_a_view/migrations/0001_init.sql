CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL, slug TEXT);
CREATE VIEW untitled AS SELECT id, slug FROM note WHERE slug IS NULL;
CREATE TRIGGER untitled_update INSTEAD OF UPDATE ON untitled BEGIN UPDATE note SET slug = NEW.slug WHERE id = NEW.id; END;
