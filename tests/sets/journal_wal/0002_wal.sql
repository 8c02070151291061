-- migrate: no-transaction
PRAGMA journal_mode = WAL;
INSERT INTO word VALUES ('tuned');
