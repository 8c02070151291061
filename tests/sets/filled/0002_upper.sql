ALTER TABLE word ADD COLUMN upper TEXT;
UPDATE word SET upper = upper(text) WHERE upper IS NULL;
