CREATE UNIQUE INDEX note_kind ON note (kind, text);
