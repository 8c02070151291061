-- migrate: no-transaction
PRAGMA synchronous = OFF;
PRAGMA cache_size = -2000;
PRAGMA cache_size(-4000);
VACUUM;
