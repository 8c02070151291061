ALTER TABLE t ADD COLUMN kind TEXT;
UPDATE t SET kind = json_extract(doc, '$.kind');
