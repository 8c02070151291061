DROP INDEX note_place;
ALTER TABLE note DROP COLUMN place;
