PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT DEFAULT '''')'
WHERE name = 'note' AND NOT EXISTS (SELECT 1 FROM done);
INSERT INTO done VALUES (1);
PRAGMA writable_schema = RESET;
