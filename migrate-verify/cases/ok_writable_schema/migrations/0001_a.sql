CREATE TABLE t (a);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a CHECK (a > 0))' WHERE name = 't';
PRAGMA writable_schema = OFF;
