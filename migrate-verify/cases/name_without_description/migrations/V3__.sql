CREATE INDEX note_text ON note(text);
