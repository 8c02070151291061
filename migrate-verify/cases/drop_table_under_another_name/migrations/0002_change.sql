ALTER TABLE user RENAME TO user_old;
DROP TABLE user_old;
