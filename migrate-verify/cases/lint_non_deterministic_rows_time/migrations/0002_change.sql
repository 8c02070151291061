ALTER TABLE user ADD COLUMN created_at TEXT;
UPDATE user SET created_at = CURRENT_TIMESTAMP;
INSERT INTO user (email, created_at) VALUES ('a@example.org', datetime('now'));
INSERT INTO user (email, created_at) VALUES ('b@example.org', hex(random()));
REPLACE INTO user (id, email, created_at) VALUES (7, 'b@example.org', unixepoch());
