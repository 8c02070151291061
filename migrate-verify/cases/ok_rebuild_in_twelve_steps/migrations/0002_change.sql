DROP VIEW member;
CREATE TABLE new_user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (email LIKE '%@%'),
    name TEXT DEFAULT 'unknown',
    team_id INTEGER REFERENCES team (id) ON DELETE CASCADE,
    boss INTEGER REFERENCES new_user (id),
    shown TEXT AS (coalesce(name, email))
);
INSERT INTO new_user (id, email, name, team_id, boss) SELECT id, email, name, team_id, boss FROM user;
INSERT OR REPLACE INTO sqlite_sequence (name, seq) SELECT 'new_user', seq FROM sqlite_sequence WHERE name = 'user';
DROP TABLE user;
ALTER TABLE new_user RENAME TO user;
CREATE INDEX user_team ON user (team_id);
CREATE INDEX user_boss ON user (boss);
CREATE UNIQUE INDEX user_name ON user (lower(name)) WHERE name IS NOT NULL;
CREATE TRIGGER user_log AFTER INSERT ON user BEGIN INSERT INTO log (what) VALUES (new.email); END;
CREATE VIEW member AS SELECT user.shown, team.name FROM user JOIN team ON team.id = user.team_id;
