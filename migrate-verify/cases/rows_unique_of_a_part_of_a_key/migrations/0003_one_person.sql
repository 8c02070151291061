CREATE UNIQUE INDEX member_team ON member (team);
