-- migrate: no-transaction
CREATE TEMP TABLE work (x);
