ALTER TABLE person RENAME COLUMN first_name TO other;
ALTER TABLE person RENAME COLUMN last_name TO first_name;
ALTER TABLE person RENAME COLUMN other TO last_name;
