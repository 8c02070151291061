INSERT INTO tag (name) VALUES ('never');
