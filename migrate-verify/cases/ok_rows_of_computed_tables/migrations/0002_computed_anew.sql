-- migrate: allow(unfiltered-delete): all of it is computed
DROP TABLE daily;
CREATE TABLE daily (day TEXT PRIMARY KEY NOT NULL, cents INTEGER NOT NULL, count INTEGER NOT NULL);
INSERT INTO daily SELECT day, sum(cents), count(*) FROM sale WHERE cents > 0 GROUP BY day;

DELETE FROM best;
INSERT INTO best SELECT day, max(cents) FROM sale WHERE cents > 0 GROUP BY day;

DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5(item, tokenize = 'porter');
INSERT INTO search (rowid, item) SELECT id, item FROM sale WHERE item <> '';

DROP TABLE word;
CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL, day TEXT);
INSERT INTO word (word, day) SELECT a.item || b.item, b.day FROM sale AS a, sale AS b;
