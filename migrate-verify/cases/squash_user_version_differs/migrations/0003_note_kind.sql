ALTER TABLE note ADD COLUMN kind_id INTEGER REFERENCES kind (id);
CREATE INDEX note_kind ON note (kind_id);
-- migrate's own history is another one
PRAGMA user_version = 3;
