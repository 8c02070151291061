-- migrate: no-transaction
VACUUM;
CREATE VIEW titles AS SELECT title FROM note;
