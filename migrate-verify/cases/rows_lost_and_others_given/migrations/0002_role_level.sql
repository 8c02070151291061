CREATE TABLE role_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, level INTEGER NOT NULL DEFAULT 0);
INSERT INTO role_new (id, name) SELECT id, name FROM role WHERE is_active;
INSERT INTO role_new (name, level) VALUES ('guest', 0), ('member', 1), ('editor', 2), ('moderator', 3), ('admin', 4);
DROP TABLE role;
ALTER TABLE role_new RENAME TO role;
