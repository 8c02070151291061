-- +migrate Up notransaction
CREATE INDEX note_text ON note(text);
