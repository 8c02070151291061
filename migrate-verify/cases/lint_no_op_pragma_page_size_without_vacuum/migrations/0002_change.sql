-- migrate: no-transaction
VACUUM;
PRAGMA page_size = 8192;
