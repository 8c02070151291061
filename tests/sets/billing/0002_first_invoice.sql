INSERT INTO invoice (cents) VALUES (100);
