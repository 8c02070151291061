CREATE TABLE parent_new (id INTEGER PRIMARY KEY, x TEXT NOT NULL);
INSERT INTO parent_new SELECT id, x FROM parent;
CREATE TABLE child_new (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent_new);
INSERT INTO child_new SELECT id, parent FROM child;
DROP TABLE child;
ALTER TABLE child_new RENAME TO child;
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
