ALTER TABLE book ADD COLUMN isbn TEXT;
CREATE VIRTUAL TABLE search USING fts5(title, content = 'book', content_rowid = 'id');
