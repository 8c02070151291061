CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT);
INSERT INTO note (title) VALUES ('a');
CREATE VIRTUAL TABLE search USING fts5(title, content = 'note', content_rowid = 'id');
INSERT INTO search (search) VALUES ('rebuild');
