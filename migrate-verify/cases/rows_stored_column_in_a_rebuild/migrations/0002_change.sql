CREATE TABLE form_new (id INTEGER PRIMARY KEY, doc TEXT NOT NULL, owner TEXT AS (json_extract(doc, '$.owner')) STORED);
INSERT INTO form_new (id, doc) SELECT id, doc FROM form;
DROP TABLE form;
ALTER TABLE form_new RENAME TO form;
