-- The readings that are there have none: nothing is written to them.
ALTER TABLE reading ADD COLUMN humidity REAL CHECK (humidity BETWEEN 0 AND 100);
