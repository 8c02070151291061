-- migrate: compatible-with 1
ALTER TABLE draft RENAME TO note;
ALTER TABLE note DROP COLUMN old;
ALTER TABLE note RENAME COLUMN title TO heading;
