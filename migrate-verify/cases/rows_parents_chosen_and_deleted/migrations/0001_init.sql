CREATE TABLE team (id INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('a', 'b', 'c')));
CREATE TABLE member (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES team (id));
CREATE INDEX member_team ON member (team_id);
