UPDATE tag SET name = lower(name) WHERE name <> lower(name);
