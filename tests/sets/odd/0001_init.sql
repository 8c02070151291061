CREATE TABLE person (id INTEGER PRIMARY KEY, first TEXT, last TEXT, mail TEXT);
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rowid TEXT,
    note TEXT,
    a INTEGER,
    b INTEGER CHECK (b > a),
    length INTEGER AS (length(note)) VIRTUAL NOT NULL
);
CREATE INDEX item_note ON item (note);
CREATE INDEX person_mail ON person (mail);
CREATE VIRTUAL TABLE search USING fts5(note, content = 'item', content_rowid = 'id');
