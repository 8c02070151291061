ALTER TABLE t DROP COLUMN slug;
UPDATE t SET name = slugify(name);
