CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT);
UPDATE sqlite_sequence SET seq = 1000 WHERE name = 'note';
