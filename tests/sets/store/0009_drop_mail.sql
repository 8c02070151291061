-- migrate: phase contract
CREATE TABLE new_customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO new_customer SELECT id, name FROM customer;
DROP TABLE customer;
ALTER TABLE new_customer RENAME TO customer;
