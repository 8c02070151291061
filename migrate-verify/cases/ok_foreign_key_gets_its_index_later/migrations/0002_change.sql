CREATE INDEX note_user ON note (user_id);
