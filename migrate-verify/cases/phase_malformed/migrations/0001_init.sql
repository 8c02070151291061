-- migrate: phase = contract
CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
