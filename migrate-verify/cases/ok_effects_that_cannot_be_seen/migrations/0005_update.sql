UPDATE user SET name = '' WHERE name = 'x';
