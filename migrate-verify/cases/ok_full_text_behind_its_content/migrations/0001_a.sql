CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE search USING fts5(body, content='note', content_rowid='id');
INSERT INTO note VALUES (1, 'one');
