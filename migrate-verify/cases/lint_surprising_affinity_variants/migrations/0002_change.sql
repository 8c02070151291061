ALTER TABLE b ADD COLUMN hash varbinary(32);
