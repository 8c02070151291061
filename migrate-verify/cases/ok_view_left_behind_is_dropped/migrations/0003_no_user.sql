DROP VIEW user;
