INSERT INTO kind (name) VALUES ('idea');
