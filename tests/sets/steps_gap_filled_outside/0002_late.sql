-- migrate: no-transaction
CREATE TABLE late (id INTEGER PRIMARY KEY);
CREATE UNIQUE INDEX late_item_name ON item (name);
