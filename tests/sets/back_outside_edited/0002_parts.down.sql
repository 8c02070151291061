-- migrate: no-transaction
CREATE TABLE step (number INTEGER NOT NULL);
INSERT INTO step VALUES (10);
DROP TABLE part;
INSERT INTO step SELECT 2;
CREATE UNIQUE INDEX item_name ON item (name);
VACUUM;
DROP INDEX item_name;
INSERT INTO step SELECT 3;
DROP TABLE place;
