-- migrate: no-transaction
PRAGMA foreign_keys = ON;
CREATE TABLE team_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'none'));
INSERT INTO team_new SELECT * FROM team;
DROP TABLE team;
ALTER TABLE team_new RENAME TO team;
