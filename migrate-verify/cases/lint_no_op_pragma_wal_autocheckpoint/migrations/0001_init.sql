-- migrate: no-transaction
CREATE TABLE user (id INTEGER PRIMARY KEY);
PRAGMA main.wal_autocheckpoint(0);
