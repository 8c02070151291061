ALTER TABLE user RENAME TO account;
ALTER TABLE account RENAME COLUMN name TO full_name;
CREATE VIEW user AS SELECT id, email, full_name AS name FROM account;
