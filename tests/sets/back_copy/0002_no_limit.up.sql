-- The column takes more than before.
ALTER TABLE item ADD COLUMN note TEXT;
