ALTER TABLE club RENAME TO society;
DROP TABLE dropped;
CREATE TABLE user_new (
    id INTEGER PRIMARY KEY,
    boss INTEGER,
    team_id INTEGER CONSTRAINT of_team REFERENCES [TEAM] (id),
    club INTEGER,
    dropped INTEGER,
    FOREIGN KEY (boss) REFERENCES user_new (id) ON DELETE CASCADE,
    FOREIGN KEY (club) REFERENCES society ON DELETE RESTRICT
);
INSERT INTO user_new SELECT id, boss, team, club, dropped FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
