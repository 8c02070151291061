-- migrate: no-transaction
-- They are those of a new file, written by VACUUM.
PRAGMA auto_vacuum = INCREMENTAL;
VACUUM;
