-- migrate: no-transaction
INSERT INTO step VALUES (1);
INSERT INTO step VALUES (2);
CREATE UNIQUE INDEX late_item_name ON item (name);
