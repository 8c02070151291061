INSERT INTO author (id, name) VALUES (0, 'nobody');
