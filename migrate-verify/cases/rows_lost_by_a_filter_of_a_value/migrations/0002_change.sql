CREATE TABLE job_new (id INTEGER PRIMARY KEY, status TEXT NOT NULL, tries INTEGER NOT NULL CHECK (tries IS NOT NULL));
INSERT INTO job_new (id, status, tries) SELECT id, status, tries FROM job WHERE status <> 'failed';
DROP TABLE job;
ALTER TABLE job_new RENAME TO job;
