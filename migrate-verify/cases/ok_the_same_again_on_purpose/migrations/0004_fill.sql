INSERT INTO user (email) VALUES ('a');
