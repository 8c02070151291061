INSERT INTO tag (name) VALUES ('inbox'), ('later');
