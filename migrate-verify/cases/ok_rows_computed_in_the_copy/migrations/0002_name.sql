CREATE TABLE file_new (id INTEGER PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL CHECK (name NOT LIKE '%/%'));
INSERT INTO file_new (id, path, name)
    SELECT id, path, replace(path, rtrim(path, replace(path, '/', '')), '') FROM file;
DROP TABLE file;
ALTER TABLE file_new RENAME TO file;
