ALTER TABLE note ADD COLUMN place TEXT REFERENCES note (id);
CREATE INDEX note_place ON note (place);
