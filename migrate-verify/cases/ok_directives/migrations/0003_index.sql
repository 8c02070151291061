-- migrate: no-transaction
CREATE INDEX note_text ON note(text);
