DROP TABLE found;
CREATE VIRTUAL TABLE found USING fts5 (email, name);
INSERT INTO found (rowid, email) SELECT id, email FROM user;
DROP TABLE outside;
CREATE VIRTUAL TABLE outside USING fts5 (email, content = 'user', content_rowid = 'id', tokenize = 'trigram');
INSERT INTO outside (outside) VALUES ('rebuild');
