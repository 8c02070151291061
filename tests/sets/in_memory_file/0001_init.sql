-- Settings of the file, which stand in its header.
PRAGMA user_version = 7;
PRAGMA application_id = 0x6e6f7465;
CREATE TABLE word (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL UNIQUE);
DROP TABLE IF EXISTS draft;
WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < 2000)
INSERT INTO word (text) SELECT printf('word %d of many', n) FROM number;
