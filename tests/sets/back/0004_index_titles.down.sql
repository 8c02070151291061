DROP VIEW titled;
DROP INDEX note_title;
