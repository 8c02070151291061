-- migrate: phase expand
CREATE TABLE user_new (
    id INT PRIMARY KEY NOT NULL,
    name TEXT,
    level INTEGER NOT NULL DEFAULT 0 CHECK (level > 0),
    empty TEXT NOT NULL DEFAULT NULL,
    lower_name TEXT AS (lower(name)) NOT NULL,
    key TEXT AS (upper(name)) UNIQUE,
    length INT AS (length(name)) CHECK (length < 10),
    team INTEGER NOT NULL DEFAULT 1 REFERENCES team (id)
);
INSERT INTO user_new (id, name) SELECT id, name FROM user WHERE 0;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
CREATE INDEX user_team ON user (team);
DROP TABLE tag;
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT UNIQUE, note TEXT NOT NULL DEFAULT '');
ALTER TABLE seen RENAME TO seen_now;
CREATE VIEW seen AS SELECT * FROM seen_now;
CREATE TRIGGER seen_delete INSTEAD OF DELETE ON seen BEGIN DELETE FROM seen_now WHERE id = OLD.id; END;
