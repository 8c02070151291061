DROP TABLE user_old;
DROP TABLE user_backup;
