ALTER TABLE item ADD COLUMN size INTEGER;
UPDATE item SET size = length(text);
DELETE FROM item WHERE size > 100000;
ALTER TABLE item DROP COLUMN size;
