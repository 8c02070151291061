ALTER TABLE note ADD COLUMN title TEXT;
ALTER TABLE note DROP COLUMN title;
CREATE INDEX note_text ON note (text);
DROP INDEX note_text;
