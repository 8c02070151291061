CREATE INDEX uj ON user(name) WHERE name > date('now');
