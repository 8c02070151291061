UPDATE user SET email = lower(trim(email));
