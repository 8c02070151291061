CREATE TABLE photo (id INTEGER PRIMARY KEY, path TEXT NOT NULL, taken_at TEXT);
CREATE VIEW gallery AS SELECT id, path, taken_at FROM photo;
