-- migrate: phase expand
-- migrate: compatible-with 1
ALTER TABLE note ADD COLUMN slug TEXT;
CREATE INDEX note_without_slug ON note (id) WHERE slug IS NULL;
