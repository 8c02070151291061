INSERT INTO user (id, email) VALUES (make_id(1), 'x');
