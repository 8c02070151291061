-- migrate: replaces 1..3
CREATE TABLE user (id INTEGER PRIMARY KEY, full_name TEXT);
INSERT INTO user (full_name) VALUES ('Ada'), ('Grace');
