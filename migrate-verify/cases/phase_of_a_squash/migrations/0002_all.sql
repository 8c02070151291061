-- migrate: replaces 1..1
-- migrate: phase expand
CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
