-- migrate: no-transaction
PRAGMA journal_mode = WAL;
DELETE FROM item;
VACUUM;
