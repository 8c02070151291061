-- +goose Up
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);

-- +goose Down
DROP TABLE note;
