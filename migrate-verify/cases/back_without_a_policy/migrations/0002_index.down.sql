DROP INDEX note_titel;
