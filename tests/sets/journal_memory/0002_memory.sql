-- migrate: no-transaction
PRAGMA journal_mode = MEMORY;
INSERT INTO word VALUES ('tuned');
