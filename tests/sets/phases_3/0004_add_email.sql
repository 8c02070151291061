-- migrate: phase expand
-- migrate: compatible-with 3
ALTER TABLE user ADD COLUMN email TEXT;
