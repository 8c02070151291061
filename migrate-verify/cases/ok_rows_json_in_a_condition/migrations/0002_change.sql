UPDATE user SET name = json_extract(name, '$.a') WHERE name IS NOT NULL AND email = 'x@y';
