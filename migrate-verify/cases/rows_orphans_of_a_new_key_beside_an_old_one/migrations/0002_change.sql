ALTER TABLE member ADD COLUMN old_team_id INTEGER DEFAULT 7 REFERENCES team (id);
CREATE INDEX member_old_team ON member (old_team_id);
