INSERT INTO device (token) VALUES (uuid7());
