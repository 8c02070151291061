INSERT INTO v(id, embedding) VALUES (1, 'x');
