CREATE TABLE config_new (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL);
INSERT INTO config_new (id, value) SELECT 1, value FROM config;
DROP TABLE config;
ALTER TABLE config_new RENAME TO config;
