INSERT INTO role (level) VALUES (1), (2), (3), (4), (5), (6);
CREATE TABLE role_new (id INTEGER PRIMARY KEY, level INTEGER CHECK (level > 0));
INSERT INTO role_new SELECT * FROM role WHERE id = 42;
DROP TABLE role;
ALTER TABLE role_new RENAME TO role;
