ALTER TABLE note ADD COLUMN title TEXT;
CREATE VIEW titles AS SELECT id, title FROM note;
