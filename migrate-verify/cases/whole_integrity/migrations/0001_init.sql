CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT);
INSERT INTO note (title) VALUES (NULL);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL)' WHERE name = 'note';
PRAGMA writable_schema = RESET;
