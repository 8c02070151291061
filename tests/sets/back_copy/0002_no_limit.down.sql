CREATE TABLE item_before (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER NOT NULL);
INSERT INTO item_before (id, name, price) SELECT id, name, price FROM item WHERE price < 100;
DROP TABLE item;
ALTER TABLE item_before RENAME TO item;
