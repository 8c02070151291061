-- migrate: no-transaction
INSERT INTO step VALUES (1);
INSERT INTO step VALUES (2);
CREATE UNIQUE INDEX item_name ON item (name);
INSERT INTO step VALUES (4);
