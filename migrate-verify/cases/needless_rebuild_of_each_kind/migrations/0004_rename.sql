CREATE TABLE c_new ("id" INTEGER PRIMARY KEY, z TEXT CHECK (z <> '') UNIQUE, y TEXT);
INSERT INTO c_new (id, z, y) SELECT c.id, c.x, c.y FROM c;
DROP TABLE c;
ALTER TABLE c_new RENAME TO c;
