ALTER TABLE note ADD COLUMN kind_id INTEGER REFERENCES kind (id);
CREATE INDEX note_kind ON note (kind_id);
