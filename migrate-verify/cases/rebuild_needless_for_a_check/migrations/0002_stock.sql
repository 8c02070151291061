CREATE TABLE item_new (id INTEGER PRIMARY KEY, name TEXT, stock INTEGER NOT NULL DEFAULT 0 CHECK (stock >= 0));
INSERT INTO item_new (id, name) SELECT id, name FROM item;
DROP TABLE item;
ALTER TABLE item_new RENAME TO item;
