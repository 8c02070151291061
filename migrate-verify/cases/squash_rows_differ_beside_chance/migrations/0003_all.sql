-- migrate: replaces 1..2
-- migrate: allow(non-deterministic-rows): a name of its own for each
CREATE TABLE device (id INTEGER PRIMARY KEY, token BLOB NOT NULL, seen TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, kind TEXT NOT NULL);
INSERT INTO device (token, seen, kind) VALUES (randomblob(16), datetime('now'), 'other');
