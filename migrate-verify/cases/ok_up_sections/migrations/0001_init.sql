-- +goose Up
-- +goose StatementBegin
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
-- +goose StatementEnd
