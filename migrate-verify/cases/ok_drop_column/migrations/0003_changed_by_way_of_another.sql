ALTER TABLE user ADD COLUMN mail_new BLOB;
UPDATE user SET mail_new = mail;
ALTER TABLE user DROP COLUMN mail;
ALTER TABLE user RENAME COLUMN mail_new TO mail;
