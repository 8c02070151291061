-- migrate: no-transaction
CREATE UNIQUE INDEX item_name ON item (name);
INSERT INTO step VALUES (2);
CREATE UNIQUE INDEX place_name ON place (name);
INSERT INTO step VALUES (4);
