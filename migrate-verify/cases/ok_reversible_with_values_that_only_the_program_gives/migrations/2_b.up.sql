ALTER TABLE t ADD COLUMN slug TEXT;
UPDATE t SET name = slugify(name);
