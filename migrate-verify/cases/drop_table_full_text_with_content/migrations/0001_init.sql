CREATE VIRTUAL TABLE note USING fts5 (title, body);
