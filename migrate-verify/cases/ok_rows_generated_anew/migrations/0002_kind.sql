-- migrate: allow(drop-column): programs read it under the same name
ALTER TABLE job DROP COLUMN kind;
ALTER TABLE job ADD COLUMN kind TEXT GENERATED ALWAYS AS (json_extract(action, '$.type')) VIRTUAL;
