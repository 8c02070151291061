CREATE TABLE kind (name TEXT PRIMARY KEY, weight REAL, mark BLOB, twice REAL AS (weight * 2)) WITHOUT ROWID;
CREATE TABLE loose (text TEXT, any);
CREATE TABLE item (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT REFERENCES kind (name), note TEXT DEFAULT 'it''s
two lines');
INSERT INTO kind (name, weight, mark) VALUES ('heavy', 1e300, x'00ff'), ('light', 0.1, NULL), ('odd "name"', -5, x'');
INSERT INTO loose VALUES ('a', 1), ('b', 2.0), ('c', '3'), ('d', NULL);
INSERT INTO item (kind) VALUES ('heavy'), ('light'), (NULL);
