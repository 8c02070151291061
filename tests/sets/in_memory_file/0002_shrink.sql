-- migrate: no-transaction
DELETE FROM word WHERE id % 3 = 0;
DROP TABLE IF EXISTS draft;
CREATE TABLE draft (text TEXT) STRICT;
