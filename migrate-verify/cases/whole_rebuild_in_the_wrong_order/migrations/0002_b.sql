ALTER TABLE parent RENAME TO parent_old;
CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO parent (id) SELECT id FROM parent_old;
DROP TABLE parent_old;
