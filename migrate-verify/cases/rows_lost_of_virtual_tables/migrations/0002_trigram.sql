CREATE VIRTUAL TABLE mail_new USING fts5(subject, body, tokenize = 'trigram');
INSERT INTO mail_new (rowid, subject, body) SELECT rowid, subject, body FROM mail WHERE body <> '';
DROP TABLE mail;
ALTER TABLE mail_new RENAME TO mail;

CREATE VIRTUAL TABLE place_new USING rtree(id, west, east, south, north);
INSERT INTO place_new SELECT id, west, east, 0, 0 FROM place LIMIT 1;
DROP TABLE place;
ALTER TABLE place_new RENAME TO place;
