-- migrate: no-transaction
PRAGMA case_sensitive_like = ON;
CREATE UNIQUE INDEX item_name ON item (name);
INSERT INTO item VALUES ('like ' || ('a' LIKE 'A'));
