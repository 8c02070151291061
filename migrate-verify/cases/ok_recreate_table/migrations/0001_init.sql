CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
CREATE VIRTUAL TABLE found USING fts5 (email);
CREATE VIRTUAL TABLE outside USING fts5 (email, content = 'user', content_rowid = 'id');
