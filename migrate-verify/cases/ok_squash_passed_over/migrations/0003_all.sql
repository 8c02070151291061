-- migrate: replaces 1..2
CREATE TABLE device (id INTEGER PRIMARY KEY, token TEXT NOT NULL CHECK (length(token) = 36));
INSERT INTO device (token) VALUES (uuid7()), ('0190a5d0-0000-7000-8000-000000000000');
