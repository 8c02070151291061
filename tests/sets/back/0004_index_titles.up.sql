CREATE INDEX note_title ON note (title);
CREATE VIEW titled AS SELECT id, title FROM note WHERE title <> '-';
