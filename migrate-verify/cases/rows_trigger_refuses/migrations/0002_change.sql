UPDATE user SET name = trim(name);
