-- +migrate Up
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);

-- +migrate Down
DROP TABLE note;
