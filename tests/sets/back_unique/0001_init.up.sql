CREATE TABLE item (name TEXT NOT NULL);
CREATE UNIQUE INDEX item_name ON item (name);
