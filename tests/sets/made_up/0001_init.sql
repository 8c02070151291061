CREATE TABLE key (value TEXT NOT NULL CHECK (length(value) = 36));
INSERT INTO key (value) VALUES (uuid7());
