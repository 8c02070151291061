-- migrate: allow(rename-column): one program reads the database
ALTER TABLE user RENAME COLUMN nick_name TO nick;
