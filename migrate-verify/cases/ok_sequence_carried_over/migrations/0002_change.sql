CREATE TABLE ticket_new (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL CHECK (text <> '' OR id > 0));
INSERT INTO ticket_new (id, text) SELECT id, text FROM ticket;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'ticket') WHERE name = 'ticket_new';
DROP TABLE ticket;
ALTER TABLE ticket_new RENAME TO ticket;
