DROP VIEW titles;
DROP INDEX note_title;
ALTER TABLE note DROP COLUMN title;
CREATE TABLE log (at TEXT);
