CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (email LIKE '%@%'),
    name TEXT DEFAULT 'unknown',
    team_id INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    boss INTEGER REFERENCES user (id),
    shown TEXT AS (coalesce(name, email))
);
CREATE INDEX user_team ON user (team_id);
CREATE INDEX user_boss ON user (boss);
CREATE UNIQUE INDEX user_name ON user (lower(name)) WHERE name IS NOT NULL;
CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);
CREATE TRIGGER user_log AFTER INSERT ON user BEGIN INSERT INTO log (what) VALUES (new.email); END;
CREATE VIEW member AS SELECT user.shown, team.name FROM user JOIN team ON team.id = user.team_id;
