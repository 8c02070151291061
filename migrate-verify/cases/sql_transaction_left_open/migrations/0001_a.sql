-- migrate: no-transaction
BEGIN; CREATE TABLE a(x);
