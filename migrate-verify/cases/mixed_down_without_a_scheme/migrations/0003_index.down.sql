DROP INDEX note_text;
