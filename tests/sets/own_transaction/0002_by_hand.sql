-- migrate: no-transaction
INSERT INTO step VALUES (1);
BEGIN;
INSERT INTO step VALUES (2);
CREATE UNIQUE INDEX item_name ON item (name);
COMMIT;
INSERT INTO step VALUES (3);
