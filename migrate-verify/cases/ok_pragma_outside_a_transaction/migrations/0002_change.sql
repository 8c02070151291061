-- migrate: no-transaction
PRAGMA foreign_keys = OFF;
PRAGMA page_size = 8192;
PRAGMA auto_vacuum = INCREMENTAL;
VACUUM;
