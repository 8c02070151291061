PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)' WHERE name = 'note';
UPDATE done SET id = id + 1;
PRAGMA writable_schema = RESET;
