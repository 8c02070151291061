-- migrate: foreign-keys = on
ALTER TABLE note ADD COLUMN slug TEXT;
