INSERT INTO word VALUES ('after');
