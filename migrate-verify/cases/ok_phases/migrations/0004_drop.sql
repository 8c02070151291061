-- migrate: phase contract
-- migrate: allow(drop-column): nothing reads it since 2.0
DROP TRIGGER user_named;
DROP VIEW names;
CREATE VIEW names AS SELECT id FROM user;
ALTER TABLE user DROP COLUMN note;
