CREATE VIRTUAL TABLE a USING fts4(content='', body);
CREATE VIRTUAL TABLE b USING fts5(body, content='');
INSERT INTO b (rowid, body) VALUES (1, 'one');
