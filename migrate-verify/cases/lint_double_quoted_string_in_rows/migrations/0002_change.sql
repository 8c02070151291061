INSERT INTO user (email, name) VALUES ("it's", "b"), ('c', 'd');
UPDATE user SET "name" = "email" WHERE "nmae" = 'x';
DELETE FROM "user" WHERE "email" = "a""b";
