INSERT INTO user (email) VALUES ('b');
