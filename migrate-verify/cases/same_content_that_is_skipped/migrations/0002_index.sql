CREATE INDEX IF NOT EXISTS note_text ON note (text);
