DROP TABLE child;
CREATE TABLE pet (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id));
INSERT INTO pet (id, parent_id) SELECT id, id + 1 FROM parent;
