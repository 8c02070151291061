DROP INDEX note_age;
