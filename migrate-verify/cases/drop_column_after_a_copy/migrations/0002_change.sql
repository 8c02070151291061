CREATE TABLE contact (user_id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO contact SELECT id, email FROM user;
ALTER TABLE user RENAME COLUMN email TO mail;
ALTER TABLE user RENAME TO account;
ALTER TABLE account DROP COLUMN mail;
ALTER TABLE account DROP COLUMN phone;
