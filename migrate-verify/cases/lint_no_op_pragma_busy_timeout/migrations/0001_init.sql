CREATE TABLE user (id INTEGER PRIMARY KEY);
-- To ask for it is allowed.
PRAGMA busy_timeout;
PRAGMA busy_timeout = 5000;
